namespace EdgeActors.Actors.Rounds;

/// <summary>Where an attempt at a round stands. Without secure aggregation it goes from the start to <see cref="Reporting"/> and on to <see cref="Ended"/>.</summary>
public enum RoundPhase
{
    /// <summary>Nothing was asked yet.</summary>
    Waiting,

    /// <summary>Devices advertise public keys, and train meanwhile.</summary>
    Keys,

    /// <summary>Devices share their secrets, sealed for each other.</summary>
    Shares,

    /// <summary>Updates come in.</summary>
    Reporting,

    /// <summary>Devices reveal what takes the masks off the sum.</summary>
    Unmasking,

    /// <summary>All there is to know is in; the sum is being made.</summary>
    Summing,

    /// <summary>Summed or failed.</summary>
    Ended,
}
