"""The web page: a chat about the abstracts in the library, with every quote one click away."""
