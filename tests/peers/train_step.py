"""The peer of `edgeactors bench train-step`: the same network, batch and optimizer in PyTorch (Debian: python3-torch).

Usage: train_step.py THREADS SECONDS
Prints one line of JSON per round, so that the caller can take turns with it: send a line to stdin for each round.
"""
import json
import resource
import sys
import time

import torch
from torch import nn

BATCH = 64


def conv3() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1024, 128), nn.ReLU(), nn.Linear(128, 10))


def main() -> None:
    threads, seconds = int(sys.argv[1]), float(sys.argv[2])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = conv3()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)
    pictures, classes = torch.randn(BATCH, 3, 32, 32), torch.randint(0, 10, (BATCH,))

    def step() -> None:
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(pictures), classes).backward()
        optimizer.step()

    step()
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in sys.stdin:
        started, cpu, steps = time.perf_counter(), time.process_time(), 0
        while time.perf_counter() - started < seconds:
            step()
            steps += 1
        print(json.dumps({
            "imagesPerSecond": steps * BATCH / (time.perf_counter() - started),
            "imagesPerCpuSecond": steps * BATCH / (time.process_time() - cpu),
            "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            "afterFirstStepBytes": idle * 1024,
            "version": torch.__version__,
        }), flush=True)


if __name__ == "__main__":
    main()
