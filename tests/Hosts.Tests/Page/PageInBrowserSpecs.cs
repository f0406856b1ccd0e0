using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Tests.Gateway;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EdgeActors.Hosts.Tests.Page;

/// <summary>The page as a person sees it, in a real browser, over the gateway's real HTTP surface.</summary>
public sealed class PageInBrowserSpecs(Browser browser) : IClassFixture<Browser>
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task Tiers_are_drawn_with_their_links_and_nothing_is_loaded_from_elsewhere()
    {
        await using var gateway = await GatewayInProcess.StartAsync(devices: [FakeDevices.View("device-1", online: true), FakeDevices.View("device-2", online: false)], member: true);
        var page = await browser.OpenAsync(gateway.Http.BaseAddress!);
        var elsewhere = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(gateway.Http.BaseAddress!.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                elsewhere.Add(request.Url);
        };
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };

        await page.GotoAsync("/");

        await Expect(page.Locator(".map.wide .card.gateway")).ToContainTextAsync("up");
        await Expect(page.Locator(".map.wide .card.device").First).ToContainTextAsync("device-1");
        await Expect(page.Locator(".map.wide .link-label")).ToHaveTextAsync("250 KB/s · 4 ms");
        await Expect(page.Locator(".map.wide .card.device.away")).ToContainTextAsync("offline");
        await Expect(page.GetByText("Development mode.")).ToBeVisibleAsync();
        Assert.Empty(elsewhere);
        Assert.Empty(complaints);
    }

    [SkippableFact]
    public async Task A_question_about_a_devices_picture_is_answered_with_its_plan_its_hops_and_why()
    {
        await using var gateway = await GatewayInProcess.StartAsync(member: true);
        var page = await browser.OpenAsync(gateway.Http.BaseAddress!);
        await page.GotoAsync("/");
        await ConnectedAsync(page);

        await page.GetByLabel("Device", new() { Exact = true }).SelectOptionAsync("device-1");
        await Expect(page.GetByLabel("Picture on the device")).ToHaveValueAsync("cat");
        await page.GetByLabel("Question").FillAsync("What is it?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();

        await Expect(page.Locator("p.answer")).ToHaveTextAsync("frog");
        await Expect(page.Locator(".map.plan .card.step")).ToContainTextAsync("image-classification");
        await Expect(page.Locator(".hops")).ToContainTextAsync("uplink");
        await Expect(page.Locator(".reasons")).ToContainTextAsync("cut at relu3");
        await Expect(page.Locator(".events")).ToContainTextAsync("frog");
        await page.GetByRole(AriaRole.Link, new() { Name = "All of it" }).ClickAsync();
        await Expect(page.Locator(".events")).ToContainTextAsync("completed");
    }

    [SkippableFact]
    public async Task A_refused_question_says_why()
    {
        await using var gateway = await GatewayInProcess.StartAsync(_ => new FakeRequests.Outcome.Rejected(new(FailureCodes.Overloaded, "the cloud has enough to do")), member: true);
        var page = await browser.OpenAsync(gateway.Http.BaseAddress!);
        await page.GotoAsync("/requests");
        await ConnectedAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("the cloud has enough to do");
    }

    [SkippableFact]
    public async Task A_picture_is_uploaded_and_stored_whole()
    {
        await using var gateway = await GatewayInProcess.StartAsync(member: true);
        var page = await browser.OpenAsync(gateway.Http.BaseAddress!);
        await page.GotoAsync("/");
        await ConnectedAsync(page);

        await page.GetByLabel("or upload a picture").SetInputFilesAsync(new FilePayload { Name = "green.png", MimeType = "image/png", Buffer = Pictures.Png() });
        await Expect(page.GetByAltText("The chosen picture, green.png")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();

        await Expect(page.Locator("p.answer")).ToHaveTextAsync("frog");
        Assert.Equal(Pictures.Png(), Assert.Single(gateway.Blobs.Held).Value);
    }

    [SkippableFact]
    public async Task A_run_shows_its_curves_its_cohort_its_bytes_and_can_be_paused()
    {
        await using var gateway = await GatewayInProcess.StartAsync(run: Run(), member: true);
        var page = await browser.OpenAsync(gateway.Http.BaseAddress!);

        await page.GotoAsync("/training/first");
        await ConnectedAsync(page);

        await Expect(page.GetByText("2 of 5 rounds committed, round 3 open")).ToBeVisibleAsync();
        await Expect(page.Locator(".cohort i")).ToHaveCountAsync(3);
        await Expect(page.Locator(".cohort i.reported")).ToHaveAttributeAsync("title", "device-1, reported");
        await Expect(page.Locator(".curve").First).ToContainTextAsync("62.5 %");
        Assert.StartsWith("M0 50L100 37.5", await page.Locator(".curve .line").First.GetAttributeAsync("d"), StringComparison.Ordinal);
        await Expect(page.GetByText("4 MB", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task Everything_is_reached_with_the_keyboard()
    {
        await using var gateway = await GatewayInProcess.StartAsync(member: true);
        var page = await browser.OpenAsync(gateway.Http.BaseAddress!);
        await page.GotoAsync("/");
        await ConnectedAsync(page);
        await page.EvaluateAsync("document.activeElement.blur()");

        var reached = new HashSet<string>();
        for (var i = 0; i < 30; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("(document.activeElement.getAttribute('href') || document.activeElement.id || document.activeElement.textContent).trim()"));
        }

        Assert.Superset(new HashSet<string> { "/requests", "/training", "Dark", "/devices/device-1", "question", "device", "upload", "Ask" }, reached);
    }

    [SkippableTheory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Nothing_runs_off_the_side(int width)
    {
        await using var gateway = await GatewayInProcess.StartAsync(devices: [.. Enumerable.Range(1, 7).Select(i => FakeDevices.View($"a-device-with-a-long-name-{i}", online: true))], run: Run(), member: true);
        var page = await browser.OpenAsync(gateway.Http.BaseAddress!, width, 844);

        foreach (var path in (string[])["/", "/requests", "/training", "/training/first", "/devices/a-device-with-a-long-name-1", "/nothing-here"])
        {
            await page.GotoAsync(path);
            await Expect(page.Locator("h1")).ToBeAttachedAsync();
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, path);
        }
    }

    [SkippableFact]
    public async Task Dark_is_what_the_system_prefers_or_what_was_chosen()
    {
        await using var gateway = await GatewayInProcess.StartAsync(member: true);
        var page = await browser.OpenAsync(gateway.Http.BaseAddress!, scheme: ColorScheme.Dark);
        await page.GotoAsync("/");
        await Expect(page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(17, 21, 27)");

        await page.GetByRole(AriaRole.Button, new() { Name = "Light" }).ClickAsync();
        await Expect(page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(245, 246, 248)");
        await page.ReloadAsync();

        await Expect(page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(245, 246, 248)");
    }

    [SkippableFact]
    public async Task With_keys_the_page_opens_to_a_key_and_closes_when_it_is_revoked()
    {
        await using var gateway = await GatewayInProcess.StartAsync(access: AccessMode.Keys, member: true);
        var (secret, key) = ApiKeyFile.Create(gateway.KeyFile, "a person", [Scopes.Infer], 600, Noon);
        var page = await browser.OpenAsync(gateway.Http.BaseAddress!);

        await page.GotoAsync("/requests");
        await page.GetByLabel("API key").FillAsync("ea_guess");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the page" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("unknown or revoked");
        await page.GetByLabel("API key").FillAsync(secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the page" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Requests");
        await ConnectedAsync(page);
        Assert.NotNull(ApiKeyFile.Revoke(gateway.KeyFile, key.Id, Noon));

        await Expect(page.GetByLabel("API key")).ToBeVisibleAsync();
    }

    /// <summary>Until then the page is a picture: what is pressed goes nowhere. The footer's clock runs only with a connection.</summary>
    private static async Task ConnectedAsync(IPage page)
    {
        var clock = page.Locator("footer span");
        var printed = await clock.CountAsync() > 0 ? await clock.InnerTextAsync() : "";
        await Expect(clock).Not.ToHaveTextAsync(printed);
    }

    private static RunView Run() => new(
        new("first"), RunStatuses.Running, "first", new string('f', 64), 5, 2, 3, 1, [new("device-1"), new("device-2"), new("device-3")], null,
        new(new string('a', 64), 1, "application/octet-stream", "graph", new("https://127.0.0.1:1/a")), new(new string('b', 64), 1, "application/octet-stream", "model", new("https://127.0.0.1:1/b")),
        [Round(1, 0.5, 1.4), Round(2, 0.625, 0.9)], null);

    private static CommittedRound Round(int number, double accuracy, double loss) =>
        new(number, 1, 3, 0, 2_000_000, 1_000_000, loss, accuracy, null, new string('c', 64), Noon);
}
