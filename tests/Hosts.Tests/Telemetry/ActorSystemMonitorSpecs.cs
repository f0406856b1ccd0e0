using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using EdgeActors.Hosts.Common.Telemetry;
using Microsoft.Extensions.Logging;

namespace EdgeActors.Hosts.Tests.Telemetry;

public sealed class ActorSystemMonitorSpecs : TestKit
{
    private readonly ConcurrentQueue<string> _logged = new();
    private readonly ConcurrentDictionary<string, long> _lost = new();
    private readonly MeterListener _listener = new();

    public ActorSystemMonitorSpecs()
        : base(Remote())
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ActorSystemMonitor.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => _lost.AddOrUpdate((string)tags[0].Value!, count, (_, sum) => sum + count));
        _listener.Start();
        // It listens once it has started, and it has when it answers.
        Sys.ActorOf(Props.Create(() => new ActorSystemMonitor(new Recorder(_logged)))).Tell(new Identify(1), TestActor);
        ExpectMsg<ActorIdentity>();
    }

    [Fact]
    public async Task A_message_over_the_frame_limit_is_said_aloud_and_counted()
    {
        var other = ActorSystem.Create("other", Remote());
        try
        {
            var port = ((ExtendedActorSystem)other).Provider.DefaultAddress;
            Sys.ActorSelection($"{port}/user/nobody").Tell(new string('x', 300_000));
            await AwaitAssertAsync(() => Assert.Contains(_logged, line => line.Contains("too large for Akka.Remote", StringComparison.Ordinal)), TimeSpan.FromSeconds(15));
            // Counted after it is said.
            await AwaitAssertAsync(() => Assert.Equal(1, _lost.GetValueOrDefault("oversized")), TimeSpan.FromSeconds(10));
        }
        finally
        {
            await other.Terminate();
        }
    }

    [Fact]
    public async Task Dead_letters_are_counted()
    {
        Sys.DeadLetters.Tell("into the void");
        await AwaitAssertAsync(() => Assert.Equal(1, _lost.GetValueOrDefault("dead-letter")), TimeSpan.FromSeconds(10));
    }

    protected override void AfterAll()
    {
        _listener.Dispose();
        base.AfterAll();
    }

    private static Config Remote() => ConfigurationFactory.ParseString(
        """
        akka.actor.provider = remote
        akka.loglevel = ERROR
        akka.stdout-loglevel = OFF
        akka.remote.dot-netty.tcp.hostname = "127.0.0.1"
        akka.remote.dot-netty.tcp.port = 0
        """);

    private sealed class Recorder(ConcurrentQueue<string> lines) : ILogger<ActorSystemMonitor>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }
}
