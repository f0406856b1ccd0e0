namespace EdgeActors.Gateway.Page.Live;

/// <summary>Runs the <see cref="SystemWatch"/>, which is made only once the actors that it reads from have been started.</summary>
internal sealed class SystemWatching(IServiceProvider services) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => services.GetRequiredService<SystemWatch>().RunAsync(stoppingToken);
}
