namespace EdgeActors.Gateway.Page.Drawing;

/// <summary>Where one card of a drawing lies.</summary>
/// <param name="X">Of its centre, percent of the drawing's width: the drawing fits any screen without being measured.</param>
/// <param name="Y">Of its upper edge, px.</param>
public readonly record struct Placed(double X, double Y);
