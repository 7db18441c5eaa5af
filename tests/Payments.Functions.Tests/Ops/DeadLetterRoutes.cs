using Payments.Functions.Tests.Routes;

namespace Payments.Functions.Tests.Ops;

public sealed class DeadLetterRoutes
{
    private static readonly Dictionary<string, string> Queue = new() { ["queue"] = "refunds" };

    [Theory]
    [InlineData(FunctionApp.OperatorToken, 200, "Warning: 0 dead letters of refunds were requeued by ops/token.")]
    [InlineData("demo", 401)]
    public async Task A_requeue_is_logged_with_who_ordered_it(string caller, int status, params string[] lines)
    {
        using var app = new FunctionApp();
        var requeue = FunctionMethods.OfHttp.Single(function => function.Name == "OpsRequeueDeadLetters");

        var answer = await app.CallAsync(requeue, Queue, caller);

        Assert.Equal(status, answer.Status);
        Assert.Equal(
            lines,
            app.Log.Collector.GetSnapshot()
                .Select(record => $"{record.Level}: {record.Message}")
                .Where(line => line.Contains("requeued", StringComparison.Ordinal)));
    }
}
