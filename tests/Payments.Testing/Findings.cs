using Xunit;

namespace Payments.Testing;

/// <summary>What a look over the code base, or over all functions, found amiss.</summary>
public static class Findings
{
    /// <summary>Passes if there are none; else all of them are told, each in full.</summary>
    public static void MustBeNone(IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, string.Join(Environment.NewLine, all));
    }
}
