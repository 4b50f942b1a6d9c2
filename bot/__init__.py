"""Plenary: a Telegram bot that coordinates international meetings."""
