using Akka.Actor;
using EdgeActors.Actors.Agents;
using EdgeActors.Messages;
using EdgeActors.Messages.Requests;
using Xunit.Abstractions;
using static EdgeActors.Messages.Devices.DeviceReplies;

namespace EdgeActors.Actors.Tests.Tiers;

public sealed class CutStepTests(ToyModel toy, ITestOutputHelper output) : TierSpec(toy, output)
{
    [Fact]
    public async Task A_model_cut_between_device_and_edge_answers_what_the_uncut_one_answers()
    {
        await ConnectAsync(new(FeaturesOnly: true, RoomForHeadsOnly), "a", "bb", "ccc");
        foreach (var picture in new[] { "a", "bb", "ccc" })
        {
            Twins.Tell(Step(PictureRef.Held(picture)));
            var result = (await ExpectMsgAsync<StepAnswered>()).Result;
            Assert.Equal(Toy.LabelOf(ToyModel.Bitmap(picture.Length)), result.Answer.Words);
            Assert.Equal(StepPlaces.DeviceAndEdge, result.Where);
            Assert.Contains(Toy.Bundle.Cuts, cut => cut.Id == result.Pair.Cut);
            string[] hops = [HopNames.DeviceQueue, HopNames.DecodePicture, HopNames.Head, HopNames.Encode, HopNames.Uplink, HopNames.Decode, HopNames.Queue, HopNames.Tail];
            Assert.Equal(hops, result.Hops.Select(hop => hop.Name));
            Assert.All(result.Hops, hop => Assert.True(hop.MeasuredMs >= 0));
            Assert.All(result.Hops.Where(hop => hop.Name is HopNames.Head or HopNames.Uplink or HopNames.Tail), hop => Assert.True(hop.PredictedMs > 0, hop.ToString()));
            Assert.True(result.LinkBytes > 0);
            Assert.False(result.Degraded);
        }
        var view = await DeviceAsync(view => view.Splits.Count == 1);
        Assert.Equal((3, 0), (view.StepsDone, view.StepsFailed));
        Assert.NotNull(view.Link);
    }

    [Fact]
    public async Task A_device_without_room_for_any_head_sends_its_picture_to_the_edge_rather_than_wait()
    {
        await ConnectAsync(new(false, MaxHeadMemoryBytes: 1), "a");
        Twins.Tell(Step(PictureRef.Held("a")));
        var result = (await ExpectMsgAsync<StepAnswered>()).Result;
        Assert.Equal((SplitPair.RawInput, StepPlaces.Edge), (result.Pair.Cut, result.Where));
        Assert.Equal(Toy.LabelOf(ToyModel.Bitmap(1)), result.Answer.Words);
    }

    [Fact]
    public async Task The_same_step_twice_runs_once_and_is_answered_twice()
    {
        await ConnectAsync(new(true, RoomForHeadsOnly), "a");
        var step = Step(PictureRef.Held("a"));
        Twins.Tell(step);
        var first = await ExpectMsgAsync<StepAnswered>();
        Twins.Tell(step);
        Assert.Equal(first, await ExpectMsgAsync<StepAnswered>());
        Assert.Equal(1, Link.Tensors);
    }

    [Fact]
    public async Task A_link_that_breaks_during_a_step_leaves_the_edge_to_answer_an_uploaded_picture_alone()
    {
        await ConnectAsync(new(true, RoomForHeadsOnly), "a");
        Link.Gate = new TaskCompletionSource().Task;
        var blob = await Blobs.AddAsync(ToyModel.Bitmap(4), "image/bmp", "upload.bmp", default);
        Twins.Tell(Step(PictureRef.Uploaded(blob)));
        await AwaitAssertAsync(() => Assert.Equal(1, Link.Tensors));
        Link.Break();
        var result = (await ExpectMsgAsync<StepAnswered>()).Result;
        Assert.Equal((StepPlaces.Edge, Toy.LabelOf(ToyModel.Bitmap(4))), (result.Where, result.Answer.Words));
        Assert.Contains("link", result.DegradedReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_breaks_during_a_step_fails_it_at_once_when_only_the_device_has_the_picture()
    {
        await ConnectAsync(new(true, RoomForHeadsOnly), "a");
        Link.Gate = new TaskCompletionSource().Task;
        Twins.Tell(Step(PictureRef.Held("a")));
        await AwaitAssertAsync(() => Assert.Equal(1, Link.Tensors));
        Link.Break();
        Assert.Equal(FailureCodes.LinkLost, (await ExpectMsgAsync<StepFailed>()).Failure.Code);

        await DeviceAsync(view => !view.Online);
        Twins.Tell(Step(PictureRef.Held("a")));
        var offline = await ExpectMsgAsync<StepFailed>();
        Assert.Equal(FailureCodes.DeviceOffline, offline.Failure.Code);
        Assert.NotNull(offline.Failure.RetryAfter);
    }

    [Fact]
    public async Task A_device_that_does_not_send_in_time_fails_the_step_at_its_deadline()
    {
        await ConnectAsync(new(true, RoomForHeadsOnly), "a");
        Twins.Tell(Step(PictureRef.Held("a")));
        await ExpectMsgAsync<StepAnswered>();
        Link.Gate = new TaskCompletionSource().Task;
        Twins.Tell(Step(PictureRef.Held("a"), seconds: 0.5));
        Assert.Equal(FailureCodes.DeadlinePassed, (await ExpectMsgAsync<StepFailed>()).Failure.Code);
    }

    [Fact]
    public async Task A_device_dials_again_and_works_on()
    {
        var agent = await ConnectAsync(new(true, RoomForHeadsOnly), "a");
        Link.Break();
        await DeviceAsync(view => !view.Online);
        await Link.ConnectAsync(agent);
        await DeviceAsync(view => view.Online);
        Twins.Tell(Step(PictureRef.Held("a")));
        Assert.Equal(StepPlaces.DeviceAndEdge, (await ExpectMsgAsync<StepAnswered>()).Result.Where);
    }

    [Fact]
    public async Task The_edge_pool_answers_what_names_no_device()
    {
        var blob = await Blobs.AddAsync(ToyModel.Bitmap(6), "image/bmp", "upload.bmp", default);
        Twins.Tell(Step(PictureRef.Uploaded(blob), DeviceId.EdgePool(new("r-1"))));
        var result = (await ExpectMsgAsync<StepAnswered>()).Result;
        Assert.Equal((StepPlaces.Edge, Toy.LabelOf(ToyModel.Bitmap(6)), 0), (result.Where, result.Answer.Words, result.LinkBytes));
        Assert.False(result.Degraded);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, FailureCodes.PictureUnreadable)]
    public async Task What_is_no_picture_fails_with_the_reason(byte[] bytes, string code)
    {
        var blob = await Blobs.AddAsync(bytes, "image/png", "broken.png", default);
        Twins.Tell(Step(PictureRef.Uploaded(blob), DeviceId.EdgePool(new("r-1"))));
        Assert.Equal(code, (await ExpectMsgAsync<StepFailed>()).Failure.Code);
    }

    [Fact]
    public async Task A_picture_that_the_device_does_not_hold_fails_by_name()
    {
        await ConnectAsync(new(true, RoomForHeadsOnly), "a");
        Twins.Tell(Step(PictureRef.Held("nowhere")));
        var failure = (await ExpectMsgAsync<StepFailed>()).Failure;
        Assert.Equal(FailureCodes.PictureMissing, failure.Code);
        Assert.Contains("nowhere", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_link_the_device_answers_its_own_request_alone_and_says_so()
    {
        var agent = await ConnectAsync(new(FeaturesOnly: true, 0), "a");
        await DeviceAsync(view => view.Splits.Count == 1);
        Link.Break();
        await DeviceAsync(view => !view.Online);
        agent.Tell(new AgentSeam.SubmitHere(new("r-here"), "What is it?", ["a"], 0.01, TimeSpan.FromSeconds(10)));
        var view = (await ExpectMsgAsync<AgentSeam.LocalOutcome>()).View!;
        Assert.Equal((RequestStatuses.Completed, Toy.LabelOf(ToyModel.Bitmap(1))), (view.Status, view.Answer));
        Assert.Contains("alone", view.Steps[0].Result!.DegradedReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_link_a_devices_own_request_goes_to_the_cloud()
    {
        var agent = await ConnectAsync(new(true, 0), "a");
        await AwaitAssertAsync(async () => Assert.NotNull((await agent.Ask<AgentSeam.AgentStatus>(new AgentSeam.GetStatus())).Link));
        agent.Tell(new AgentSeam.SubmitHere(new("r-here"), "What is it?", ["a"], 0.01, TimeSpan.FromSeconds(10)));
        var submit = await Requests.ExpectMsgAsync<RequestCommands.SubmitRequest>();
        Assert.Equal((Device, "a"), (submit.Spec.Device, submit.Spec.Pictures[0].OnDevice));
        Requests.Reply(new RequestReplies.RequestRejected(submit.Request, new(FailureCodes.Overloaded, "too much")));
        Assert.Equal(FailureCodes.Overloaded, (await ExpectMsgAsync<AgentSeam.LocalOutcome>()).Failure?.Code);
    }
}
