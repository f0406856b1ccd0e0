using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tests.Bundles;

namespace EdgeActors.Inference.Tests.Sessions;

public sealed class PartitionSessionTests : IDisposable
{
    private readonly TinyModel _model = new();
    private readonly PartitionSession _session;

    public PartitionSessionTests() => _session = new PartitionSession(_model.ModelPath);

    public void Dispose()
    {
        _session.Dispose();
        _model.Dispose();
    }

    [Fact]
    public void A_batch_answers_as_each_request_alone_does()
    {
        Assert.True(_session.CanBatch);
        IReadOnlyList<TensorData>[] requests = [.. Enumerable.Range(0, 5).Select(seed => (IReadOnlyList<TensorData>)[TinyModel.Input(seed)])];

        var together = _session.RunBatch(requests);

        Assert.Equal(5, together.Count);
        for (var i = 0; i < requests.Length; i++)
        {
            var alone = _session.Run(requests[i])[0];
            Assert.Equal(alone.Shape, together[i][0].Shape);
            for (var v = 0; v < alone.Floats.Length; v++) Assert.Equal(alone.Floats[v], together[i][0].Floats[v], 1e-4f);
        }
    }

    [Fact]
    public void Several_threads_may_run_it_at_once()
    {
        var expected = Enumerable.Range(0, 8).Select(s => _session.Run([TinyModel.Input(s)])[0].Bytes).ToArray();
        var actual = new byte[8][];

        Parallel.For(0, 8, s => actual[s] = _session.Run([TinyModel.Input(s)])[0].Bytes);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_missing_strange_or_misshapen_input_is_named()
    {
        SessionException Refused(params TensorData[] inputs) => Assert.Throws<SessionException>(() => _session.Run(inputs));

        Assert.Contains("pixels", Refused().Message);
        Assert.Contains("[1, 3, 8, 8]", Refused(TensorData.OfFloats("pixels", [1, 3, 8, 8], new float[192])).Message);
        Assert.Contains("other", Refused(TinyModel.Input(1), TinyModel.Input(1).Named("other")).Message);
        Assert.Equal(SessionException.InputMismatch, Refused(TensorData.OfInt64s("pixels", [1], [1])).Code);
    }

    [Fact]
    public void What_is_no_graph_is_refused_by_name()
    {
        var error = Assert.Throws<SessionException>(() => new PartitionSession([1, 2, 3], "the head of tiny"));

        Assert.Equal(SessionException.LoadFailed, error.Code);
        Assert.Contains("the head of tiny", error.Message);
    }

    [Fact]
    public void Quantiles_lie_between_their_neighbours()
    {
        var times = RunTimes.Of([5, 1, 4, 2, 3]);

        Assert.Equal((5, 1.4, 3.0, 4.6), (times.Runs, times.P10Ms, times.P50Ms, times.P90Ms));
    }
}
