using Akka.Actor;
using Akka.TestKit;
using EdgeActors.Actors.Requests;
using EdgeActors.Actors.Tests.Support;
using EdgeActors.Messages;
using EdgeActors.Messages.Requests;
using Xunit.Abstractions;
using static EdgeActors.Actors.Planning.PlannerMessages;
using static EdgeActors.Messages.Devices.DeviceCommands;
using static EdgeActors.Messages.Devices.DeviceReplies;
using PlanResult = EdgeActors.Planning.PlanResult;
using static EdgeActors.Messages.Requests.RequestCommands;
using static EdgeActors.Messages.Requests.RequestQueries;
using static EdgeActors.Messages.Requests.RequestReplies;

namespace EdgeActors.Actors.Tests.Requests;

public sealed class RequestActorTests(ITestOutputHelper output) : ActorSpec(output)
{
    private TestProbe? _plannerProbe, _devicesProbe;

    private TestProbe Planner => _plannerProbe ??= CreatePeer("planner");

    private TestProbe Devices => _devicesProbe ??= CreatePeer("devices");

    [Fact]
    public async Task A_request_is_acknowledged_planned_run_and_completed()
    {
        var request = Start();
        request.Tell(new SubmitRequest(Plans.Id, Plans.Spec));
        var submitted = await ExpectMsgAsync<RequestSubmitted>();
        Assert.Equal(Time.GetUtcNow() + Plans.Spec.Deadline, submitted.DeadlineAt);

        await PlanAsync(Plans.Planned(Plans.Step(1)));
        var step = await Devices.ExpectMsgAsync<RunStep>();
        Assert.Equal((new DeviceId("cam-1"), new StepKey(Plans.Id, 1, 1), "cat"), (step.Device, step.Step, step.Picture.OnDevice));
        Devices.Reply(new StepAnswered(step.Device, step.Step, Plans.Result("cat")));

        var view = await ViewAsync(request, view => view.Status == RequestStatuses.Completed);
        Assert.Equal("cat", view.Answer);
        Assert.Equal("rules", view.Plan?.PlannedBy);
    }

    [Fact]
    public async Task A_repeated_submit_is_acknowledged_again_and_planned_once()
    {
        var request = Start();
        for (var turn = 0; turn < 3; turn++)
        {
            request.Tell(new SubmitRequest(Plans.Id, Plans.Spec));
            await ExpectMsgAsync<RequestSubmitted>();
        }
        await Planner.ExpectMsgAsync<MakePlan>();
        await Planner.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_follower_sees_every_event_once_in_order_also_when_it_comes_late_or_again()
    {
        var request = await CompletedAsync();
        var follower = CreatePeer("follower");
        request.Tell(new FollowRequest(Plans.Id), follower);
        string[] kinds = [RequestEventKinds.Accepted, RequestEventKinds.Planned, RequestEventKinds.StepStarted, RequestEventKinds.StepCompleted, RequestEventKinds.Completed];
        for (var sequence = 1; sequence <= kinds.Length; sequence++)
        {
            var happened = await follower.ExpectMsgAsync<RequestEvent>();
            Assert.Equal((sequence, kinds[sequence - 1], sequence), (happened.Sequence, happened.Kind, happened.View.Sequence));
        }
        request.Tell(new FollowRequest(Plans.Id, After: 4), follower);
        Assert.Equal(5, (await follower.ExpectMsgAsync<RequestEvent>()).Sequence);
        await follower.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task An_unanswered_step_is_sent_again_under_the_same_key()
    {
        await SubmitAsync(Start());
        await PlanAsync(Plans.Planned(Plans.Step(1)));
        var first = await Devices.ExpectMsgAsync<RunStep>();
        Advance(RequestRules.Default.ResendAfter);
        var second = await Devices.ExpectMsgAsync<RunStep>();
        Assert.Equal(first.Step, second.Step);
        Assert.Equal(first.Remaining - RequestRules.Default.ResendAfter, second.Remaining);
    }

    [Fact]
    public async Task A_passing_failure_is_tried_again_after_a_wait()
    {
        await SubmitAsync(Start());
        await PlanAsync(Plans.Planned(Plans.Step(1)));
        var first = await Devices.ExpectMsgAsync<RunStep>();
        Devices.Reply(new StepFailed(first.Device, first.Step, new(FailureCodes.LinkLost, "cable pulled")));
        await AwaitAssertAsync(() =>
        {
            Advance(RequestRules.Default.FirstBackoff);
            Assert.Equal(2, Devices.ReceiveOne(TimeSpan.FromMilliseconds(50)) is RunStep again ? again.Step.Attempt : 0);
        });
    }

    [Fact]
    public async Task At_the_deadline_the_request_fails_and_its_steps_are_cancelled()
    {
        var request = Start();
        await SubmitAsync(request);
        await PlanAsync(Plans.Planned(Plans.Step(1)));
        var step = await Devices.ExpectMsgAsync<RunStep>();
        Advance(Plans.Spec.Deadline);
        var cancelled = (CancelStep)await Devices.FishForMessageAsync(message => message is CancelStep);
        Assert.Equal(step.Step, cancelled.Step);
        var view = await ViewAsync(request, view => view.Status == RequestStatuses.Failed);
        Assert.Equal(FailureCodes.DeadlinePassed, view.Failure?.Code);
    }

    [Fact]
    public async Task Killed_before_its_plan_a_request_is_planned_again()
    {
        var request = Start();
        await SubmitAsync(request);
        await Planner.ExpectMsgAsync<MakePlan>();
        await StopAsync(request);
        Start();
        Assert.Equal(Plans.Id, (await Planner.ExpectMsgAsync<MakePlan>()).Request);
    }

    [Fact]
    public async Task Killed_during_a_step_a_request_sends_it_again_under_its_old_key_and_completes()
    {
        var request = Start();
        await SubmitAsync(request);
        await PlanAsync(Plans.Planned(Plans.Step(1)));
        var before = await Devices.ExpectMsgAsync<RunStep>();
        await StopAsync(request);
        var revived = Start();
        var after = await Devices.ExpectMsgAsync<RunStep>();
        Assert.Equal(before.Step, after.Step);
        Devices.Reply(new StepAnswered(after.Device, after.Step, Plans.Result("cat")));
        Assert.Equal("cat", (await ViewAsync(revived, view => view.Status == RequestStatuses.Completed)).Answer);
    }

    [Fact]
    public async Task Revived_after_its_deadline_a_request_is_reported_failed()
    {
        var request = Start();
        await SubmitAsync(request);
        await StopAsync(request);
        Time.Advance(Plans.Spec.Deadline * 2);
        var revived = Start();
        await AwaitAssertAsync(async () =>
        {
            Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(FailureCodes.DeadlinePassed, (await revived.Ask<RequestView>(new GetRequest(Plans.Id))).Failure?.Code);
        });
    }

    [Fact]
    public async Task A_journal_that_fails_refuses_the_submit_and_keeps_nothing()
    {
        await Journal.OnWrite.Fail();
        var request = Start();
        request.Tell(new SubmitRequest(Plans.Id, Plans.Spec));
        Assert.Equal(FailureCodes.JournalUnavailable, (await ExpectMsgAsync<RequestRejected>()).Failure.Code);
        await Planner.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));

        await Journal.OnWrite.Pass();
        await SubmitAsync(Start());
    }

    [Fact]
    public async Task A_journal_that_fails_later_stops_the_entity_and_its_next_start_goes_on()
    {
        var request = Start();
        Watch(request);
        await SubmitAsync(request);
        await Planner.ExpectMsgAsync<MakePlan>();
        await Journal.OnWrite.Fail();
        Planner.Reply(new PlanMade(Plans.Id, Plans.Planned(Plans.Step(1))));
        await ExpectTerminatedAsync(request);
        await Devices.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        await Journal.OnWrite.Pass();
        Start();
        await PlanAsync(Plans.Planned(Plans.Step(1)));
        await Devices.ExpectMsgAsync<RunStep>();
    }

    [Fact]
    public async Task The_canary_is_answered_and_leaves_nothing_behind()
    {
        var request = Start();
        request.Tell(new Ping(Plans.Id));
        await ExpectMsgAsync<Pong>();
        request.Tell(new GetRequest(Plans.Id));
        await ExpectMsgAsync<RequestUnknown>();
    }

    private IActorRef Start() => Sys.ActorOf(RequestActor.Props(Plans.Id, Planner, Devices, RequestRules.Default, Time));

    private async Task SubmitAsync(IActorRef request)
    {
        request.Tell(new SubmitRequest(Plans.Id, Plans.Spec));
        await ExpectMsgAsync<RequestSubmitted>();
    }

    private async Task PlanAsync(PlanResult plan)
    {
        await Planner.ExpectMsgAsync<MakePlan>();
        Planner.Reply(new PlanMade(Plans.Id, plan));
    }

    private async Task<IActorRef> CompletedAsync()
    {
        var request = Start();
        await SubmitAsync(request);
        await PlanAsync(Plans.Planned(Plans.Step(1)));
        var step = await Devices.ExpectMsgAsync<RunStep>();
        Devices.Reply(new StepAnswered(step.Device, step.Step, Plans.Result("cat")));
        await ViewAsync(request, view => view.Status == RequestStatuses.Completed);
        return request;
    }

    private async Task<RequestView> ViewAsync(IActorRef request, Func<RequestView, bool> until)
    {
        RequestView? view = null;
        await AwaitAssertAsync(async () =>
        {
            view = await request.Ask<RequestView>(new GetRequest(Plans.Id), TimeSpan.FromSeconds(5));
            Assert.True(until(view), view.ToString());
        });
        return view!;
    }
}
