namespace Payments.Handlers.Tests.World;

/// <summary>What tests want of an answer.</summary>
internal static class Answers
{
    public static T Result<T>(this Answer<T> answer) => Accepted(answer).Result;

    public static Answer<T>.Accepted Accepted<T>(this Answer<T> answer) =>
        Assert.IsType<Answer<T>.Accepted>(answer);

    public static RefusalReason Reason<T>(this Answer<T> answer) =>
        Assert.IsType<Answer<T>.Refused>(answer).Refusal.Reason;
}
