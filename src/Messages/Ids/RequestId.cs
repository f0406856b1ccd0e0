namespace EdgeActors.Messages;

/// <summary>One request of a person. Chosen by whoever takes the request in, so that a repeated submit is the same request.</summary>
public sealed record RequestId : Identifier
{
    public RequestId(string value) : base(value)
    {
    }

    /// <summary>A fresh id that sorts by the time it was made.</summary>
    public static RequestId New(TimeProvider time) => new($"r-{Guid.CreateVersion7(time.GetUtcNow()):n}");
}
