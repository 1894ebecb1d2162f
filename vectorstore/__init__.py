"""Abstracts in, passages out: records, readers, the library, chunks, embeddings, indexes, retrieval."""
