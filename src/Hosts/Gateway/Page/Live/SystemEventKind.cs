namespace EdgeActors.Gateway.Page.Live;

/// <summary>How an event looks.</summary>
public enum SystemEventKind
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth knowing.</summary>
    Neutral,

    /// <summary>Somebody may have to act.</summary>
    Bad,
}
