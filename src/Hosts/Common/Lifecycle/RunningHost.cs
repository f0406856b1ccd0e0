using Akka.Configuration;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Health;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Hosts.Common.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>A host from its start to its end, in one process.</summary>
public sealed class RunningHost : IAsyncDisposable
{
    /// <summary>Coordinated shutdown's phases sum to more than the framework's 30 s. Supervisors must wait longer.</summary>
    internal static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(60);

    /// <summary>What Akka.Hosting leaves when the split-brain resolver has downed this member.</summary>
    private const int DownedMark = -1;

    private readonly WebApplication _app;

    private RunningHost(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    /// <summary>The addresses of the ready line.</summary>
    public IReadOnlyDictionary<string, string> Urls => _app.Services.GetRequiredService<HostListeners>().Urls;

    /// <summary>Returns when the host can do its work, after the ready line has been written.</summary>
    /// <exception cref="HostStartException">It can't start, or is not ready in time.</exception>
    public static async Task<RunningHost> StartAsync(HostDefinition definition, SettingValues settings, Config hocon, HostFolders folders, TextWriter? ready = null)
    {
        var app = Build(definition, settings, hocon, folders);
        var host = new RunningHost(app);
        try
        {
            await app.StartAsync();
            var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
            await app.Services.GetRequiredService<Readiness>().UntilReadyAsync(settings.Get(HostSettings.ReadyTimeout), lifetime.ApplicationStopping);
            if (!lifetime.ApplicationStopping.IsCancellationRequested)
                host.SayReady(definition, settings, folders, ready ?? Console.Out);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for a signal (or <see cref="IHostApplicationLifetime.StopApplication"/>) and for the drain that follows.</summary>
    public async Task<int> UntilStoppedAsync()
    {
        await _app.WaitForShutdownAsync();
        return Environment.ExitCode == DownedMark ? ExitCodes.Removed : ExitCodes.Ok;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(HostDefinition definition, SettingValues settings, Config hocon, HostFolders folders)
    {
        // The framework's own configuration sources would bring a second, unchecked way to set things.
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = definition.Assembly, ContentRootPath = AppContext.BaseDirectory });
        var listeners = new HostListeners();
        var build = new HostBuild(definition, settings, hocon, folders, web, listeners);
        web.WebHost.UseKestrelCore();
        web.Services.AddRoutingCore();
        web.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainTimeout);
        web.Services.AddSingleton(TimeProvider.System);
        web.Services.AddSingleton(settings);
        web.Services.AddSingleton(folders);
        web.Services.AddSingleton(listeners);
        web.Services.AddSingleton<Readiness>();
        web.Services.AddSingleton<PeerConnections>();
        web.Services.AddHostedService(services => services.GetRequiredService<PeerConnections>());
        if (settings.Get(HostSettings.ParentPid) is > 0 and var parent)
            web.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<ParentWatch>(services, parent));
        HostLogging.Add(web.Logging, settings);
        HostTelemetry.Add(web.Services, definition, folders.Name, settings);
        build.Listen("http", settings.Get(HostSettings.HttpHost), settings.Get(HostSettings.HttpPort), HttpProtocols.Http1);
        definition.Configure(build);
        web.WebHost.UseKestrelHttpsConfiguration();
        web.WebHost.ConfigureKestrel(listeners.Open);

        var app = web.Build();
        app.UseRouting();
        app.Use(ListenerRouting.Confine);
        HealthEndpoints.Map(app);
        HostTelemetry.Map(app);
        definition.Map(app);
        return app;
    }

    private void SayReady(HostDefinition definition, SettingValues settings, HostFolders folders, TextWriter output)
    {
        var line = new ReadyLine(definition.Tier, folders.Name, Environment.ProcessId, Urls);
        if (settings.Get(HostSettings.ReadyFile) is { Length: > 0 } file)
            line.WriteTo(file);
        output.WriteLine(line.ToString());
        output.Flush();
    }
}
