namespace EdgeActors.Planning;

/// <summary>What became of a request. Only <see cref="Ok"/> carries steps; the others carry a message to the person.</summary>
public enum PlanStatus
{
    /// <summary>Every part of the request has a step that can run.</summary>
    Ok,

    /// <summary>Nothing to act on was said (empty text, a greeting, punctuation only), or it was not understood.</summary>
    NeedsClarification,

    /// <summary>Understood, but at least one part asks for what no registered task does. Nothing is run: half an answer is not the answer.</summary>
    Unsupported,

    /// <summary>Not planned on purpose: the text tries to give orders to the system, or the planner could not make a valid plan.</summary>
    Refused,
}
