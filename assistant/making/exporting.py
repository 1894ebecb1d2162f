"""The trained network as an int8 ONNX file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from assistant.making.network import Network


def export(network: Network, path: Path) -> None:
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
            input_names=["ids", "mask", "pool"],
            output_names=["scores", "told", "carried"],
            dynamic_axes={
                "ids": {0: "texts", 1: "tokens"},
                "mask": {0: "texts", 1: "tokens"},
                "pool": {0: "texts", 1: "spans", 2: "tokens"},
                "scores": {0: "texts", 1: "sentences"},
                "told": {0: "texts"},
                "carried": {0: "texts"},
            },
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    onnx.checker.check_model(str(path))
