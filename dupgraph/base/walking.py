"""What can be reached from something by steps of one kind: a thing's kinds and theirs, a plan's parts and theirs."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def walk(start: Iterable[Node], follow: Callable[[Node], Iterable[Node]]) -> Iterator[Node]:
    """Yield ``start`` and all that can be reached from it, each once, the nearest first.

    >>> above = {"school": ["public body"], "public body": ["body"], "body": ["public body"]}
    >>> list(walk(["school"], lambda kind: above.get(kind, ())))
    ['school', 'public body', 'body']
    """
    reached = dict.fromkeys(start)
    waiting = deque(reached)
    while waiting:
        node = waiting.popleft()
        yield node
        for other in follow(node):
            if other not in reached:
                reached[other] = None
                waiting.append(other)
