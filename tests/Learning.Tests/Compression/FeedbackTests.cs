using EdgeActors.Learning.Compression;

namespace EdgeActors.Learning.Tests.Compression;

public class FeedbackTests
{
    [Fact]
    public void Feedback_delivers_in_the_end_what_top_k_keeps_back()
    {
        var feedback = new ErrorFeedback(new TopK(0.25), new float[4]);
        var delivered = new float[4];
        var sent = new float[4];
        for (var round = 0; round < 40; round++)
        {
            new TopK(0.25).Decode(feedback.Encode([1, 2, 3, 4], default), sent, default);
            for (var i = 0; i < 4; i++) delivered[i] += sent[i];
        }

        for (var i = 0; i < 4; i++) Assert.Equal((i + 1) * 40f, delivered[i] + feedback.Residual[i], 1e-3f);
        Assert.All(delivered, value => Assert.InRange(value, 20, 200)); // plain top-k would have sent the last one only
    }

    [Fact]
    public void Unbiased_codecs_are_refused() =>
        Assert.Contains("unbiased", Assert.Throws<ArgumentException>(() => new ErrorFeedback(BucketQuantizer.Qsgd(4), new float[1])).Message);

    [Fact]
    public void Device_that_follows_the_differences_has_the_clouds_model()
    {
        var step = new ModelStep(BucketQuantizer.Qsgd(4) with { Rounding = Rounding.Nearest });
        var random = new SeededRandom(new Seed(1));
        float[] cloud = new float[1000], device = new float[1000], wanted = new float[1000], residual = new float[1000];
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < wanted.Length; i++) wanted[i] = cloud[i] + (float)random.NextNormal() * 0.01f;
            var bytes = step.Take(cloud, wanted, residual, new Seed((ulong)round));
            step.Follow(device, bytes, new Seed((ulong)round));
            Assert.Equal(cloud, device);
            Assert.True(bytes.Length < 510); // half a byte a parameter and one norm
        }
    }

    [Fact]
    public void What_a_step_loses_waits_for_the_next()
    {
        var step = new ModelStep(new TopK(0.5));
        float[] cloud = [0, 0], residual = [0, 0];
        step.Take(cloud, [3, 1], residual, default);
        Assert.Equal([3f, 0f], cloud);
        step.Take(cloud, [3, 0], residual, default); // nothing new is wanted
        Assert.Equal([3f, 1f], cloud);
    }
}
