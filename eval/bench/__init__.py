"""The public sets, asked over temporary libraries: retrieval, answering sentence, and what is not answered."""
