"""Colours, fonts and spacing. Every font ships with gradio or with the system."""

from __future__ import annotations

import gradio as gr
from gradio.themes.utils import fonts


def study_theme() -> gr.themes.Base:
    """A calm theme for reading, light and dark."""
    return gr.themes.Default(
        primary_hue="teal",
        secondary_hue="teal",
        neutral_hue="slate",
        radius_size="md",
        font=(fonts.LocalFont("IBM Plex Sans", weights=(400, 700)), "system-ui", "sans-serif"),
        font_mono=(
            fonts.LocalFont("IBM Plex Mono", weights=(400, 700)),
            "ui-monospace",
            "monospace",
        ),
    ).set(
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
        block_shadow="none",
        block_shadow_dark="none",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_600",
        button_primary_text_color="white",
        # What is not chosen yet has to be seen as well (WCAG 1.4.11).
        checkbox_border_color="*neutral_500",
        checkbox_border_color_dark="*neutral_400",
        # The default (600) has too little contrast on white for text (WCAG 1.4.3).
        link_text_color="*primary_700",
        link_text_color_hover="*primary_800",
        link_text_color_visited="*primary_700",
    )
