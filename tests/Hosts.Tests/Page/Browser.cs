using Microsoft.Playwright;

namespace EdgeActors.Hosts.Tests.Page;

/// <summary>One headless Chromium for all specs of a class: the one of the machine, since none is downloaded.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Programs.FirstOrDefault(File.Exists) is not { } program)
            return;
        _playwright = await Playwright.CreateAsync();
        // Tests run as root in containers, where Chromium's sandbox can't be set up; it opens our own page only.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] });
    }

    /// <summary>A tab of its own, with nothing of an earlier one; skips the test where there is no browser.</summary>
    public async Task<IPage> OpenAsync(Uri gateway, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        Skip.If(_browser is null, $"no Chromium at {string.Join(", ", Programs)}: install Debian's package 'chromium'");
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = gateway.ToString(), ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(20_000);
        return await context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is { })
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
