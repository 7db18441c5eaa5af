using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;

namespace Payments.Ledger.Tests;

/// <summary>Assertions about decisions.</summary>
internal static class DecisionAssertions
{
    /// <summary>Asserts that a decision accepts; returns its head.</summary>
    public static LedgerHead ShouldBeAccepted<T>(this Decision<T> decision, out T result)
    {
        var accepted = Assert.IsType<Decision<T>.Accepted>(decision);
        result = accepted.Result;
        return accepted.Changes.Head;
    }

    /// <summary>Asserts that a decision rejects, for this reason.</summary>
    public static void ShouldBeRejected<T>(this Decision<T> decision, RejectionReason reason)
    {
        var rejected = Assert.IsType<Decision<T>.Rejected>(decision);
        Assert.Equal(reason, rejected.Rejection.Reason);
        Assert.NotEmpty(rejected.Rejection.Message);
    }
}
