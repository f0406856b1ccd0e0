namespace EdgeActors.Gateway.Access;

/// <summary>Who may call.</summary>
public enum AccessMode
{
    /// <summary>Programs of this machine may call without a key; everybody else needs one.</summary>
    Development,

    /// <summary>Everybody needs a key.</summary>
    Keys,
}
