using Payments.Dialects.Wire;

namespace Payments.Dialects.Tests.Repeats;

public sealed class Verifications
{
    public static TheoryData<string> Operations => [.. Operation.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Credentials_are_verified_once_per_request(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        foreach (var key in new[] { null, "key 1" })
        {
            var request = bench.Request(operation, operation.Body(10), key, clientRequestId: $"id {key}");
            bench.Service.Credentials.ResetFound();

            Assert.NotEqual(401, (await bench.SendAsync(operation, request)).Status);
            Assert.Equal(1, bench.Service.Credentials.Found);
        }
    }

    [Theory]
    [InlineData("refund with a key")]
    [InlineData("OrderCloud payment")]
    [InlineData("Commerce Hub credit")]
    public async Task A_repeated_requests_credentials_are_verified_before_it_gets_the_first_response(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        await bench.PostAsync(operation, "key 1");
        var again = bench.Request(operation, operation.Body(10), "key 1");
        bench.Service.Credentials.ResetFound();

        Assert.Equal("true", (await bench.SendAsync(operation, again)).Headers[IdempotencyMiddleware.ReplayedHeader]);
        Assert.Equal(1, bench.Service.Credentials.Found);
    }
}
