"""Policy documents, provisions and the engine that evaluates them."""
