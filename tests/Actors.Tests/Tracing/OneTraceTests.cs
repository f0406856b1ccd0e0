using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using EdgeActors.Actors.Requests;
using EdgeActors.Actors.Tests.Requests;
using EdgeActors.Actors.Tests.Tiers;
using EdgeActors.Actors.Tracing;
using EdgeActors.Messages;
using EdgeActors.Messages.Requests;
using EdgeActors.Planning;
using Xunit.Abstractions;
using static EdgeActors.Actors.Planning.PlannerMessages;
using static EdgeActors.Messages.Requests.RequestCommands;
using static EdgeActors.Messages.Requests.RequestQueries;
using static EdgeActors.Messages.Requests.RequestReplies;

namespace EdgeActors.Actors.Tests.Tracing;

/// <summary>A request through its entity, a twin, a session and a device's agent, with real models: every span belongs to the caller's trace.</summary>
public sealed class OneTraceTests(ToyModel toy, ITestOutputHelper output) : TierSpec(toy, output)
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Caller = "b7ad6b7169203331";

    [Fact]
    public async Task From_the_callers_span_to_the_devices_head_and_back()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Spans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await ConnectAsync(new(FeaturesOnly: true, RoomForHeadsOnly), "a");
        var planner = CreateTestProbe("planner");
        var spec = new RequestSpec("What is it?", [PictureRef.Held("a")], Device, 0.01, TimeSpan.FromSeconds(30));
        var request = Sys.ActorOf(RequestActor.Props(Plans.Id, planner, Twins, RequestRules.Default, TimeProvider.System));

        request.Tell(new SubmitRequest(Plans.Id, spec, $"00-{Trace}-{Caller}-01"));
        await ExpectMsgAsync<RequestSubmitted>();
        await planner.ExpectMsgAsync<MakePlan>();
        planner.Reply(new PlanMade(Plans.Id, Plans.Planned(new PlanStep(1, StandardTasks.Classification, 0, null, []))));
        await AwaitAssertAsync(async () =>
            Assert.Equal(RequestStatuses.Completed, (await request.Ask<RequestView>(new GetRequest(Plans.Id), TimeSpan.FromSeconds(5))).Status), TimeSpan.FromSeconds(20));

        var ours = spans.Where(span => span.TraceId.ToHexString() == Trace).ToList();
        var byId = ours.ToDictionary(span => span.SpanId.ToHexString());
        Assert.Equal(Caller, Parent("request"));
        Assert.Equal("request", byId[Parent("plan")].OperationName);
        Assert.Equal("request", byId[Parent("step")].OperationName);
        Assert.Equal("step", byId[Parent("step on device")].OperationName);
        Assert.Equal("step", byId[Parent("step on edge")].OperationName);
        Assert.Equal("step on device", byId[Parent(HopNames.Head)].OperationName);
        Assert.Equal("step on edge", byId[Parent(HopNames.Uplink)].OperationName);
        Assert.Equal("step on edge", byId[Parent(HopNames.Tail)].OperationName);
        Assert.All(ours, span => Assert.True(span.Duration >= TimeSpan.Zero));
        Assert.Null(Activity.Current);

        string Parent(string name) => Assert.Single(ours, span => span.OperationName == name).ParentSpanId.ToHexString();
    }

    [Fact]
    public void A_span_without_a_parent_begins_a_trace_and_leaves_the_current_one_alone()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Spans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var around = new Activity("around").Start();
        var span = Spans.Begin("request", "not a trace parent", DateTimeOffset.UnixEpoch);

        Assert.NotNull(span);
        Assert.NotEqual(around.TraceId, span.TraceId);
        Assert.Same(around, Activity.Current);
        span.End(DateTimeOffset.UnixEpoch.AddSeconds(2), new EdgeActors.Messages.Failure(FailureCodes.DeadlinePassed, "too late"));
        Assert.Equal((TimeSpan.FromSeconds(2), ActivityStatusCode.Error), (span.Duration, span.Status));
        Assert.Same(around, Activity.Current);
    }
}
