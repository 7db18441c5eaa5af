using System.Text;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Tests.Repeats;

public sealed class RepeatingRequests
{
    public static TheoryData<string> Operations => [.. Operation.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_repeated_request_gets_the_first_response_byte_for_byte_and_creates_nothing(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);

        var first = await bench.PostAsync(operation, "key 1");
        await bench.Service.DrainAsync();
        bench.Service.Time.Advance(TimeSpan.FromDays(3));
        var stored = await bench.Service.StoredAsync();
        var again = await bench.PostAsync(operation, "key 1");

        Assert.Equal(201, first.Status);
        Assert.DoesNotContain(IdempotencyMiddleware.ReplayedHeader, first.Headers.Keys);
        Assert.Equal("true", again.Headers[IdempotencyMiddleware.ReplayedHeader]);
        Assert.Equal(
            first.Headers.Keys.Append(IdempotencyMiddleware.ReplayedHeader).Order(), again.Headers.Keys.Order());
        Assert.Equal((first.Status, Text(first)), (again.Status, Text(again)));
        Assert.Equal(stored, await bench.Service.StoredAsync());
        Assert.Empty(bench.Service.Queue.TakeAll());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task After_a_crash_between_commit_and_response_nothing_is_created_twice(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        await bench.DieAfterAsync(operation, "key 1");
        var stored = await bench.Service.StoredAsync();

        var early = await bench.PostAsync(operation, "key 1");
        bench.Service.Time.Advance(AcceptanceLimits.MaxDuration);
        var again = await bench.PostAsync(operation, "key 1");
        var last = await bench.PostAsync(operation, "key 1");

        Assert.Equal("1", early.Headers["Retry-After"]);
        Assert.True(again.Status == 201, Text(again));
        Assert.DoesNotContain(IdempotencyMiddleware.ReplayedHeader, again.Headers.Keys);
        Assert.Equal(stored, await bench.Service.StoredAsync());
        Assert.Equal(Text(again), Text(last));
        Assert.Equal("true", last.Headers[IdempotencyMiddleware.ReplayedHeader]);
    }

    [Theory]
    [InlineData("OrderCloud payment")]
    [InlineData("OrderCloud payment with an ID")]
    public async Task After_a_crash_a_repeated_request_finds_its_payment_even_if_it_was_changed_since(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        await bench.DieAfterAsync(operation, "key 1");
        var made = await bench.PaymentAsync(except: "pay-1");
        await bench.PatchAsync(made, """{"Description":"Changed"}""");
        bench.Service.Time.Advance(AcceptanceLimits.MaxDuration);

        var again = await bench.PostAsync(operation, "key 1");
        var other = await bench.PostAsync(Operation.Of("OrderCloud payment with an ID"), "key 2");

        Assert.True(again.Status == 201, Text(again));
        Assert.Contains($"\"ID\":\"{made}\"", Text(again), StringComparison.Ordinal);
        Assert.Contains("\"Description\":\"Changed\"", Text(again), StringComparison.Ordinal);
        Assert.Equal(made == "pay-2" ? 409 : 201, other.Status);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task After_a_crash_before_the_commit_the_request_is_executed(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        var name1 = new IdempotencyKeyName(ServiceUnderTest.Demo, Key.From("key 1"));
        await Assert.ThrowsAsync<IOException>(() => bench.SendAsync(
            operation,
            bench.Request(operation, operation.Body(10), "key 1"),
            _ => throw new IOException("Storage is out of reach.")));
        Assert.Null((await bench.FindAsync(name1, default))!.Response);

        var again = await bench.PostAsync(operation, "key 1");

        Assert.True(again.Status == 201, Text(again));
        Assert.NotNull((await bench.FindAsync(name1, default))!.Response);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Two_executions_at_once_because_the_first_took_too_long_create_one_resource(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        var waiting = new TaskCompletionSource();
        var slow = bench.SendAsync(
            operation,
            bench.Request(operation, operation.Body(10), "key 1"),
            async post =>
            {
                await waiting.Task;
                return await post();
            });
        bench.Service.Time.Advance(AcceptanceLimits.MaxDuration);

        var second = await bench.PostAsync(operation, "key 1");
        var stored = await bench.Service.StoredAsync();
        waiting.SetResult();
        var first = await slow;

        Assert.Equal((201, 201), (first.Status, second.Status));
        Assert.Equal(Text(second), Text(first));
        Assert.Equal(stored, await bench.Service.StoredAsync());
    }

    [Fact]
    public async Task Without_the_header_a_request_costs_nothing_more_and_with_it_two_round_trips()
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("credit payment");

        Assert.Equal(201, (await bench.PostAsync(operation, key: null)).Status);
        Assert.Equal(0, bench.Service.Answers.Calls);

        Assert.Equal(201, (await bench.PostAsync(operation, "key 1")).Status);
        Assert.Equal(2, bench.Service.Answers.Calls);

        await bench.PostAsync(operation, "key 1");
        Assert.Equal(4, bench.Service.Answers.Calls);
    }

    [Fact]
    public async Task Without_the_header_the_same_request_creates_another_resource()
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("credit payment");

        var first = await bench.PostAsync(operation, key: null);
        var again = await bench.PostAsync(operation, key: null);

        Assert.NotEqual(Text(first), Text(again));
    }

    private static string Text(WireResponse answer) => Encoding.UTF8.GetString(answer.Body.Span);
}
