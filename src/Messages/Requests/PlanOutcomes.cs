namespace EdgeActors.Messages.Requests;

/// <summary>What became of planning a request. All but <see cref="Ok"/> are also the failure code that the request ends with.</summary>
public static class PlanOutcomes
{
    public const string Ok = "ok";
    public const string NeedsClarification = FailureCodes.NeedsClarification;
    public const string Unsupported = FailureCodes.Unsupported;
    public const string Refused = FailureCodes.Refused;
}
