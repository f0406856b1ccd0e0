"""Golden losses, gradients and optimizer steps of two small networks, computed by PyTorch (Debian: python3-torch 1.13).

Run once: python3 make_golden.py > golden.json. Weights, inputs and classes follow a formula, so that the test rebuilds them without Python.
"""
import json
import math
import sys

import torch
from torch.nn import functional as F

BATCH, CLASSES = 4, 3


def pattern(name: str, shape: list) -> torch.Tensor:
    """scale * sin(1.3 i + phase), scale and phase from the name's length: the same numbers in every language."""
    count = math.prod(shape)
    scale = 1.0 if name == "input" else 0.3
    values = [scale * math.sin(1.3 * i + len(name)) for i in range(count)]
    if name.endswith("norm.weight") or name.endswith("norm1.weight") or name.endswith("norm2.weight"):
        values = [1 + 0.5 * v for v in values]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


RESIDUAL = {
    "stem.weight": [8, 3, 3, 3], "stem.norm.weight": [8, 1, 1], "stem.norm.bias": [8, 1, 1],
    "inner.weight": [8, 8, 3, 3], "inner.norm.weight": [8, 1, 1], "inner.norm.bias": [8, 1, 1],
    "classifier.weight": [8, CLASSES], "classifier.bias": [CLASSES],
}


def residual(w: dict, x: torch.Tensor) -> torch.Tensor:
    def norm(x, name):
        return F.group_norm(x, 2, w[f"{name}.weight"].flatten(), w[f"{name}.bias"].flatten())

    x = F.relu(norm(F.max_pool2d(F.conv2d(x, w["stem.weight"], padding=1), 2), "stem.norm"))
    x = x + F.relu(norm(F.conv2d(x, w["inner.weight"], padding=1), "inner.norm"))
    return x.mean((2, 3)) @ w["classifier.weight"] + w["classifier.bias"]


WIDTH, HEADS, TOKENS = 8, 2, 4
TRANSFORMER = {
    "positions.weight": [TOKENS, WIDTH],
    "norm1.weight": [WIDTH], "norm1.bias": [WIDTH],
    "projections.weight": [WIDTH, 3 * WIDTH], "projections.bias": [3 * WIDTH],
    "attention.weight": [WIDTH, WIDTH], "attention.bias": [WIDTH],
    "norm2.weight": [WIDTH], "norm2.bias": [WIDTH],
    "expand.weight": [WIDTH, 2 * WIDTH], "expand.bias": [2 * WIDTH],
    "contract.weight": [2 * WIDTH, WIDTH], "contract.bias": [WIDTH],
    "classifier.weight": [TOKENS * WIDTH, CLASSES], "classifier.bias": [CLASSES],
}


def transformer(w: dict, x: torch.Tensor) -> torch.Tensor:
    x = x + w["positions.weight"]
    y = F.layer_norm(x, [WIDTH], w["norm1.weight"], w["norm1.bias"]) @ w["projections.weight"] + w["projections.bias"]
    q, k, v = (p.reshape(BATCH, TOKENS, HEADS, WIDTH // HEADS).transpose(1, 2) for p in y.split(WIDTH, dim=2))
    y = (torch.softmax(q @ k.transpose(2, 3) / math.sqrt(WIDTH // HEADS), -1) @ v).transpose(1, 2).reshape(BATCH, TOKENS, WIDTH)
    x = x + y @ w["attention.weight"] + w["attention.bias"]
    y = F.layer_norm(x, [WIDTH], w["norm2.weight"], w["norm2.bias"]) @ w["expand.weight"] + w["expand.bias"]
    x = x + (y * torch.sigmoid(1.702 * y)) @ w["contract.weight"] + w["contract.bias"]
    return x.reshape(BATCH, -1) @ w["classifier.weight"] + w["classifier.bias"]


OPTIMIZERS = {
    "nesterov": lambda groups: torch.optim.SGD(groups, lr=0.1, momentum=0.9, nesterov=True),
    "adamw": lambda groups: torch.optim.AdamW(groups, lr=0.01),
}


def golden(network, shapes: dict, input_shape: list) -> dict:
    def fresh():
        return {name: pattern(name, shape).requires_grad_() for name, shape in shapes.items()}

    x, classes = pattern("input", input_shape), torch.arange(BATCH) % CLASSES

    def loss(w):
        return F.cross_entropy(network(w, x), classes, label_smoothing=0.1)

    w = fresh()
    value = loss(w)
    value.backward()
    result = {"loss": value.item(), "gradients": {name: t.grad.flatten().tolist() for name, t in w.items()}, "losses": {}}
    for name, create in OPTIMIZERS.items():
        w = fresh()
        # Vectors are not decayed; here a scale of shape [channels, 1, 1] counts as what it is stored as, a tensor of rank 3.
        optimizer = create([
            {"params": [t for t in w.values() if t.dim() >= 2], "weight_decay": 0.01},
            {"params": [t for t in w.values() if t.dim() < 2], "weight_decay": 0.0}])
        losses = []
        for _ in range(6):
            optimizer.zero_grad()
            value = loss(w)
            value.backward()
            optimizer.step()
            losses.append(value.item())
        result["losses"][name] = losses
    return result


json.dump({
    "torch": torch.__version__,
    "residual": golden(residual, RESIDUAL, [BATCH, 3, 8, 8]),
    "transformer": golden(transformer, TRANSFORMER, [BATCH, TOKENS, WIDTH]),
}, sys.stdout)
