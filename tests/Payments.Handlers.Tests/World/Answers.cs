using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;

namespace Payments.Handlers.Tests.World;

/// <summary>Assertions on answers.</summary>
internal static class Answers
{
    public static T Result<T>(this Answer<T> answer) => Accepted(answer).Result;

    public static Answer<T>.Accepted Accepted<T>(this Answer<T> answer) =>
        Assert.IsType<Answer<T>.Accepted>(answer);

    public static RejectionReason Reason<T>(this Answer<T> answer) =>
        Assert.IsType<Answer<T>.Rejected>(answer).Rejection.Reason;
}
