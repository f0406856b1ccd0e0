namespace EdgeActors.Hosts.Common.Crashes;

/// <summary>Where a crash test has a host killed.</summary>
public enum CrashPlace
{
    /// <summary>A journal write has been asked for; nothing of it is in the journal.</summary>
    BeforeWrite,

    /// <summary>A journal write is committed; whoever asked for it does not know yet.</summary>
    AfterWrite,

    /// <summary>A part of a blob is in the store's partial file: half of the first bytes that came.</summary>
    InsideBlob,

    /// <summary>All of a blob is in the partial file, which has not been checked and named.</summary>
    BeforeNamed,
}
