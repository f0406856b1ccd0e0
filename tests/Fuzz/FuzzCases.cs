using System.Globalization;

namespace EdgeActors.Tests.Fuzz;

/// <summary>How many cases a fuzz test tries: a few thousand in the suite, <c>EDGEACTORS_FUZZ_CASES</c> for a long run.</summary>
internal static class FuzzCases
{
    public const string Variable = "EDGEACTORS_FUZZ_CASES";

    public static int Of(int inTheSuite) =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : inTheSuite;
}
