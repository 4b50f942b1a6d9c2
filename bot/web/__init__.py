"""The HTTP server: the webhook, pages and feeds for people outside, health and metrics for the operator."""
