"""The trained networks as int8 ONNX files."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from assistant.making.checker import CheckNetwork
from assistant.making.network import Network

Axes = dict[str, dict[int, str]]

SCORER: Axes = {"scores": {0: "texts", 1: "sentences"}, "told": {0: "texts"}}
"""What the scorer gives."""

CHECKER: Axes = {"carried": {0: "texts"}, "words": {0: "texts", 1: "tokens"}}
"""What the check gives."""

_INPUTS: Axes = {
    "ids": {0: "texts", 1: "tokens"},
    "mask": {0: "texts", 1: "tokens"},
    "pool": {0: "texts", 1: "spans", 2: "tokens"},
}
_SMALL = 4096  # bytes; what is smaller is not worth sharing


def export(network: Network | CheckNetwork, path: Path, outputs: Axes) -> None:
    """Write a network: weights of eight bits, activations measured as they come.

    Seven bits of a weight are used, so that processors without VNNI instructions can't overflow and give the same.
    """
    network.eval()
    network.encoder.config._attn_implementation = "eager"
    example = (
        torch.randint(5, 1000, (2, 24)),
        torch.ones(2, 24),
        torch.full((2, 3, 24), 1 / 24),
    )
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network,
            example,
            str(whole),
            input_names=list(_INPUTS),
            output_names=list(outputs),
            dynamic_axes={**_INPUTS, **outputs},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    onnx.checker.check_model(str(path))


def share(path: Path, other: Path) -> int:
    """Let a network's file point at the weights that another file in its folder holds too, byte for byte.

    ONNX calls this external data: a place, an offset and a length.

    Returns:
        How many bytes are shared.
    """
    model, held = onnx.load(path), other.read_bytes()
    shared = 0
    for tensor in model.graph.initializer:
        at = held.find(tensor.raw_data) if len(tensor.raw_data) >= _SMALL else -1
        if at < 0:
            continue
        size = len(tensor.raw_data)
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        for key, value in (("location", other.name), ("offset", str(at)), ("length", str(size))):
            tensor.external_data.add(key=key, value=value)
        shared += size
    path.write_bytes(model.SerializeToString())
    return shared
