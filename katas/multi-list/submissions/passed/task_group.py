"""A TaskGroup, which also ends the others when one fails; leaving the `async with` waits for all."""

import asyncio


async def fetch_all(fetch, ids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(number)) for number in ids]
    return [task.result() for task in tasks]
