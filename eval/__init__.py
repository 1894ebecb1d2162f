"""Question sets and metrics: does the assistant answer and refuse rightly?"""
