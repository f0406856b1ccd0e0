namespace EdgeActors.Gateway.OpenInference;

/// <summary>Ends a call of the Open Inference Protocol; its error shape is <c>{"error":"text"}</c>.</summary>
public sealed class InferenceProblem(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static InferenceProblem Invalid(string message) => new(StatusCodes.Status400BadRequest, message);
}
