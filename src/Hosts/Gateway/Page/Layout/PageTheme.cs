using MudBlazor;

namespace EdgeActors.Gateway.Page.Layout;

/// <summary>Quiet colours, light and dark; text has a contrast of 4.5 to 1 or more on each of its grounds. Fonts are the machine's own.</summary>
internal static class PageTheme
{
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#2f55a4",
            Secondary = "#5b6675",
            Background = "#f5f6f8",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b2330",
            TextPrimary = "#1b2330",
            TextSecondary = "#556070",
            LinesDefault = "#dfe3ea",
            LinesInputs = "#aab3c0",
            Divider = "#dfe3ea",
            Success = "#23754a",
            Warning = "#8a5a00",
            Error = "#ae2f2a",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#9ab4f2",
            Secondary = "#9aa5b4",
            Background = "#11151b",
            Surface = "#191f28",
            AppbarBackground = "#191f28",
            AppbarText = "#e7ebf1",
            TextPrimary = "#e7ebf1",
            TextSecondary = "#a3adbb",
            LinesDefault = "#2b333f",
            LinesInputs = "#556070",
            Divider = "#2b333f",
            Success = "#6fcf97",
            Warning = "#e5b45a",
            Error = "#f28b82",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = ["system-ui", "-apple-system", "Segoe UI", "Noto Sans", "DejaVu Sans", "sans-serif"] },
        },
    };
}
