namespace EdgeActors.Gateway.Page.Live;

/// <summary>Runs the <see cref="SystemWatch"/> and its gauges, which are made only once the actors that it reads from have been started.</summary>
internal sealed class SystemWatching(IServiceProvider services) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watch = services.GetRequiredService<SystemWatch>();
        using var gauges = new SystemGauges(watch);
        await watch.RunAsync(stoppingToken);
    }
}
