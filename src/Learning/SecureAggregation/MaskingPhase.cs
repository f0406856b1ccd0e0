namespace EdgeActors.Learning.SecureAggregation;

/// <summary>Where a device stands in a masked round. Only the order below is allowed; a new round starts with a new device state.</summary>
public enum MaskingPhase
{
    Setup,
    Advertised,
    Shared,
    Masked,
    Revealed,
}
