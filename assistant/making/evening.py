"""An encoder made ready for eight bits, so that it says nearly the same with them as without."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from transformers import BertModel

from assistant.making.rounding import rounded
from assistant.scorer import Encoded, batch

CALIBRATED = 120
"""Pieces of text that show what usually goes into a layer."""

_OUTLYING = 2.0
"""Of the median channel, what a channel that goes into a feed-forward layer may reach: a few reach thirty times as
much, and all share the steps of one scale (after SmoothQuant, Xiao et al. 2023, arXiv:2211.10438)."""


class Evened(nn.Module):  # type: ignore[misc]  # torch is installed only where networks are made
    """A linear layer whose largest channels are made smaller, and their weights as much larger."""

    def __init__(self, linear: nn.Linear, scale: Tensor) -> None:
        super().__init__()
        self.linear = linear
        self.register_buffer("inverse", 1 / scale)
        linear.weight.data *= scale

    def forward(self, x: Tensor) -> Tensor:
        """What the layer gives by itself."""
        return self.linear(x * self.inverse)


def make_ready(encoder: BertModel, pieces: Sequence[Encoded], shared: Sequence[nn.Module] = ()) -> None:
    """Even the channels of an encoder's layers and put their weights on steps, in place.

    Args:
        encoder: As it was trained.
        pieces: What it usually reads.
        shared: Layers of another encoder that are ready, to be taken for the lowest of this one.
    """
    encoder.eval()
    for at, layer in enumerate(shared):
        encoder.encoder.layer[at] = layer
    layers = encoder.encoder.layer[len(shared) :]
    parts = [part for layer in layers for part in (layer.intermediate, layer.output)]
    highest = _seen(encoder, [part.dense for part in parts], pieces, lambda x: x.abs().amax(0), torch.maximum)
    for part, seen in zip(parts, highest, strict=True):
        part.dense = Evened(part.dense, (seen / (_OUTLYING * seen.median())).clamp(min=1.0))
    linears = [module for layer in layers for module in layer.modules() if isinstance(module, nn.Linear)]
    squares = _seen(encoder, linears, pieces, lambda x: x.T @ x, torch.add)
    for linear, square in zip(linears, squares, strict=True):
        weight = rounded(linear.weight.data.double().numpy(), square.double().numpy())
        linear.weight.data = torch.from_numpy(weight).float()


def _seen(
    encoder: BertModel,
    linears: Sequence[nn.Linear],
    pieces: Sequence[Encoded],
    of: Callable[[Tensor], Tensor],
    joined: Callable[[Tensor, Tensor], Tensor],
) -> list[Tensor]:
    """Something of what goes into each layer (tokens, in), over all pieces."""
    found: list[Tensor | None] = [None] * len(linears)

    def watch(at: int, given: tuple[Tensor, ...]) -> None:
        one, so_far = of(given[0].flatten(0, -2)), found[at]
        found[at] = one if so_far is None else joined(so_far, one)

    hooks = [
        linear.register_forward_pre_hook(lambda _, given, at=at: watch(at, given)) for at, linear in enumerate(linears)
    ]
    with torch.no_grad():
        for piece in pieces:
            ids, mask, _ = (torch.from_numpy(part) for part in batch([piece]))
            encoder(ids, attention_mask=mask)
    for hook in hooks:
        hook.remove()
    return [one for one in found if one is not None]
