"""A child's module that does with a plan what no plan should be able to do: its bytes say what."""

import os
import time
from pathlib import Path


def answer_request(_, data):
    words = data.decode().split()
    if words[0] == "hang":
        time.sleep(600)
    if words[0] == "eat":
        held = [bytearray(64 << 20) for _ in range(1000)]
        return {"counts": {"held": len(held)}}, b""
    if words[0] == "kill" or (words[0] == "once" and not Path(words[1]).exists()):
        if words[0] == "once":
            Path(words[1]).touch()
        os.kill(os.getpid(), 9)
    if words[0] == "exit":
        os._exit(7)
    return {"counts": {"process": os.getpid()}}, b""
