# shape: call
# cause: cpu
"""Compiles a large piece of source."""

SOURCE = "\n".join(f"value_{number} = [{number}, 'text', {number} + 1]" for number in range(15_000))


async def f():
    compile(SOURCE, "generated", "exec")  # BLAME
