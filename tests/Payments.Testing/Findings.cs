using Xunit;

namespace Payments.Testing;

/// <summary>The findings of a check of the code base, or of all functions.</summary>
public static class Findings
{
    /// <summary>Passes if there are none; otherwise reports each of them in full.</summary>
    public static void MustBeNone(IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, string.Join(Environment.NewLine, all));
    }
}
