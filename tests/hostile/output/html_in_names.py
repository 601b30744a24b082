# class: output
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception whose class and text are HTML with a script; in a page they are text."""

Script = type("</script><script>alert(1)</script>", (Exception,), {"__module__": "<b>"})


async def answer(n):
    raise Script("<img src=x onerror=alert(1)> </script> <!-- ]]> &lt;")
