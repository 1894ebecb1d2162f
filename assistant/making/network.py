"""The network of the sentence scorer, as it is trained."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel


class Network(nn.Module):  # type: ignore[misc]  # torch is installed only where the scorer is trained
    """An encoder, and two heads: for each sentence, and for the text."""

    def __init__(self, encoder: PreTrainedModel) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.encoder = encoder
        self.sentence = nn.Sequential(nn.Linear(4 * size, size), nn.GELU(), nn.Linear(size, 2))
        self.text = nn.Sequential(nn.Linear(3 * size, size), nn.GELU(), nn.Linear(size, 1))

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """What the encoder makes of each token (texts, tokens, size)."""
        return self.encoder(ids, attention_mask=mask).last_hidden_state

    def forward(self, ids: Tensor, mask: Tensor, pool: Tensor) -> tuple[Tensor, Tensor]:
        """Scores (texts, sentences, 2) of relevance and of answering, and one of each text."""
        hidden = self.hidden(ids, mask).float()
        means = torch.matmul(pool, hidden)
        question, sentences = means[:, :1], means[:, 1:]
        asked = question.expand_as(sentences)
        pairs = torch.cat([sentences, asked, sentences * asked, (sentences - asked).abs()], dim=-1)
        scores = self.sentence(pairs)
        there = pool[:, 1:].sum(-1) > 0
        share = torch.softmax(scores[..., 0].masked_fill(~there, -1e4), dim=-1)
        best = torch.matmul(share.unsqueeze(1), sentences).squeeze(1)
        told = self.text(torch.cat([hidden[:, 0], question.squeeze(1), best], dim=-1)).squeeze(-1)
        return scores, told
