using Microsoft.AspNetCore.Components;

namespace EdgeActors.Gateway.Page.Live;

/// <summary>A part of the page that is drawn again with every look at the system.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    [Inject]
    public SystemWatch Watch { get; set; } = null!;

    /// <summary>Null until the first look.</summary>
    protected SystemSnapshot? Now => Watch.Now;

    // Prerendering makes components that nobody sees change; only one with a live connection listens.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            Watch.Changed += Look;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Watch.Changed -= Look;

    /// <summary>For what the snapshot does not hold: runs before each drawing, on the component's own thread.</summary>
    protected virtual Task LookAsync() => Task.CompletedTask;

    private void Look() => _ = InvokeAsync(async () =>
    {
        await LookAsync();
        StateHasChanged();
    });
}
