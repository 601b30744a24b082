"""A TaskGroup and a dict of tasks: when the group is left, every one of them has its result."""

import asyncio


async def load_all(loaders):
    async with asyncio.TaskGroup() as group:
        tasks = {name: group.create_task(load()) for name, load in loaders.items()}
    return {name: task.result() for name, task in tasks.items()}
