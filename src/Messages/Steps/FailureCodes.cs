namespace EdgeActors.Messages;

/// <summary>Every way in which a request or a step can end without an answer. The gateway maps each to an HTTP status.</summary>
public static class FailureCodes
{
    // The request itself: trying again unchanged cannot help.
    public const string InvalidRequest = "invalid-request";
    public const string NeedsClarification = "needs-clarification";
    public const string Unsupported = "unsupported";
    public const string Refused = "refused";
    public const string RequestConflict = "request-conflict";
    public const string Cancelled = "cancelled";
    public const string PictureMissing = "picture-missing";
    public const string PictureUnreadable = "picture-unreadable";
    public const string TaskNotPlaceable = "task-not-placeable";

    // Models and bundles.
    public const string ModelMissing = "model-missing";
    public const string BundleRefused = "bundle-refused";
    public const string PolicyRefused = "policy-refused";
    public const string InferenceFailed = "inference-failed";

    // The world: trying again, or elsewhere, may help.
    public const string DeviceUnknown = "device-unknown";
    public const string DeviceOffline = "device-offline";
    public const string LinkLost = "link-lost";
    public const string EdgeUnavailable = "edge-unavailable";
    public const string BlobUnavailable = "blob-unavailable";
    public const string TensorCorrupt = "tensor-corrupt";
    public const string Overloaded = "overloaded";
    public const string DeadlinePassed = "deadline-passed";
    public const string PlannerFailed = "planner-failed";
    public const string JournalUnavailable = "journal-unavailable";

    /// <summary>Whether the same step may succeed when tried again, perhaps on another path.</summary>
    public static bool IsPassing(string code) => code is DeviceOffline or LinkLost or EdgeUnavailable or BlobUnavailable or TensorCorrupt or Overloaded;
}
