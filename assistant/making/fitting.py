"""How a network is fitted in stretches: rates, what stays as it is, dropout; on a GPU where there is one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import torch
from torch import Tensor, nn
from transformers import BertModel

_SECONDS = 30  # between two lines that tell how far it is


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the training."""

    steps: int
    """How many."""
    tokens: int
    """Of a step at most, padding included."""
    rate: float
    """Highest learning rate of the encoder; it falls to nearly nothing."""
    head_rate: float
    """The same of the heads."""
    frozen: int
    """Layers from below that stay as they are."""
    dropout: float = 0.0
    """Share of the activations that are left out."""


N = TypeVar("N", bound=nn.Module)
B = TypeVar("B")


def device_of(network: nn.Module) -> torch.device:
    """Where a network's weights are."""
    return next(network.parameters()).device


def fit(
    network: N, stage: Stage, batches: Iterable[B], loss: Callable[[N, B], Tensor], tell: Callable[[str], None]
) -> None:
    """Fit a network to batches, as many as the stage has steps; on a GPU where there is one, and back.

    Args:
        network: An encoder with heads.
        stage: How.
        batches: What the loss is asked of; more of them than steps. One whose gradients are no numbers changes nothing.
        loss: Of the network on a batch.
        tell: Hears how far it is.
    """
    network.to("cuda" if torch.cuda.is_available() else "cpu")
    torch.backends.cuda.enable_cudnn_sdp(False)  # on an H200 it gave no numbers in a third of the steps
    if isinstance(network.encoder, BertModel):
        _hold(network.encoder, stage.frozen)
    _leave_out(network, stage.dropout)
    body = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": body, "lr": stage.rate}, {"params": heads, "lr": stage.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    steps, warm = stage.steps, min(200, stage.steps // 20 + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: max(0.02, min((step + 1) / warm, 1 - step / steps))
    )
    network.train()
    started = told = time.perf_counter()
    for step, batch in enumerate(islice(batches, steps), start=1):
        value = loss(network, batch)
        optimizer.zero_grad()
        value.backward()
        if torch.isfinite(nn.utils.clip_grad_norm_([*body, *heads], 1.0)):
            optimizer.step()
        schedule.step()
        if time.perf_counter() - told > _SECONDS:
            told = time.perf_counter()
            tell(f"{step}/{steps} loss {value.item():.3f} {told - started:.0f} s")
    network.to("cpu")


def _hold(encoder: BertModel, layers: int) -> None:
    for part in (encoder.embeddings.word_embeddings, *encoder.encoder.layer[:layers]):
        part.requires_grad_(requires_grad=False)


def _leave_out(network: nn.Module, share: float) -> None:
    for part in network.modules():
        if isinstance(part, nn.Dropout):
            part.p = share
        if hasattr(part, "attention_dropout"):
            part.attention_dropout = share
