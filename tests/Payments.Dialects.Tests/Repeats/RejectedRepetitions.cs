using System.Text;
using System.Text.Json;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;

namespace Payments.Dialects.Tests.Repeats;

public sealed class RejectedRepetitions
{
    [Theory]
    [InlineData("authorization of an amount", 422, "code", "duplicate")]
    [InlineData("capture", 422, "code", "client_error")]
    [InlineData("refund with a key", 422, "decline_code", "unknown")]
    [InlineData("credit payment", 422, "codes.0", "duplicate")]
    [InlineData("OrderCloud payment", 422, "Errors.0.ErrorCode", "IdempotencyKey.UsedOtherwise")]
    [InlineData("OrderCloud transaction", 422, "Errors.0.Data.Field", "Idempotency-Key")]
    [InlineData("Commerce Hub credit", 400, "error.0.code", "757")]
    public async Task A_different_body_under_the_key_is_rejected_in_the_format_that_clients_read(
        string name, int status, string path, string value)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        var first = await bench.PostAsync(operation, "key 1", amount: 10);
        var stored = await bench.Service.StoredAsync();

        var other = await bench.PostAsync(operation, "key 1", amount: 11);

        Assert.Equal(201, first.Status);
        Assert.Equal((status, value), (other.Status, At(other, path)));
        Assert.DoesNotContain("Retry-After", other.Headers.Keys);
        Assert.Equal(stored, await bench.Service.StoredAsync());
    }

    [Fact]
    public async Task A_different_path_under_the_key_is_rejected()
    {
        using var bench = await RepeatBench.NewAsync();
        await bench.PostAsync(Operation.Of("credit payment"), "key 1");

        Assert.Equal(422, (await bench.PostAsync(Operation.Of("OrderCloud payment"), "key 1")).Status);
        Assert.Equal(422, (await bench.PostAsync(Operation.Of("refund with a key"), "key 1")).Status);
    }

    [Theory]
    [InlineData("authorization of an amount", 409, "code", "duplicate")]
    [InlineData("capture", 409, "code", "client_error")]
    [InlineData("refund with a key", 409, "code", "client_error")]
    [InlineData("credit payment", 409, "code", "duplicate")]
    [InlineData("OrderCloud payment", 409, "Errors.0.ErrorCode", "IdempotencyKey.InProgress")]
    [InlineData("Commerce Hub credit", 400, "error.0.code", "759")]
    public async Task A_request_repeated_while_the_first_runs_is_told_to_wait(
        string name, int status, string path, string value)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        var waiting = new TaskCompletionSource<WireResponse>();
        var request = bench.Request(operation, operation.Body(10), "key 1");
        var first = bench.SendAsync(operation, request, _ => waiting.Task);

        var repetition = await bench.PostAsync(operation, "key 1");
        waiting.SetResult(await operation.Post(bench.Service, request));

        Assert.Equal((status, value), (repetition.Status, At(repetition, path)));
        Assert.Equal("1", repetition.Headers["Retry-After"]);
        Assert.Equal(201, (await first).Status);
        Assert.Equal("true", (await bench.PostAsync(operation, "key 1")).Headers[IdempotencyMiddleware.ReplayedHeader]);
    }

    [Theory]
    [InlineData("refund with a key", "", 422, "messages.0")]
    [InlineData("authorization of an amount", "a\tb", 422, "messages.0")]
    [InlineData("capture", "", 422, "messages.0")]
    [InlineData("credit payment", "256", 422, "messages.0")]
    [InlineData("OrderCloud payment", "256", 400, "Errors.0.Message")]
    [InlineData("Commerce Hub credit", "256", 400, "error.0.message")]
    public async Task An_invalid_idempotency_key_is_rejected_by_its_name(
        string name, string key, int status, string path)
    {
        using var bench = await RepeatBench.NewAsync();
        var stored = await bench.Service.StoredAsync();

        var rejected = await bench.PostAsync(Operation.Of(name), key == "256" ? new string('k', 256) : key);

        Assert.Equal(status, rejected.Status);
        Assert.StartsWith(
            "Idempotency-Key must have 1 to 255 characters", At(rejected, path), StringComparison.Ordinal);
        Assert.Equal(stored, await bench.Service.StoredAsync());
        Assert.Equal(0, bench.Service.Answers.Calls);
    }

    [Fact]
    public async Task A_key_of_255_characters_is_accepted()
    {
        using var bench = await RepeatBench.NewAsync();
        Assert.Equal(201, (await bench.PostAsync(Operation.Of("credit payment"), new string('k', 255))).Status);
    }

    [Fact]
    public async Task A_rejection_is_replayed_although_the_request_would_succeed_by_now()
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("credit payment");
        await bench.PostAsync(operation, key: null, amount: 40);

        var first = await bench.PostAsync(operation, "key 1", amount: 80);
        await bench.RegisterAsync("i-3", 200);
        var again = await bench.PostAsync(operation, "key 1", amount: 80);
        var another = await bench.PostAsync(operation, "key 2", amount: 80);

        Assert.Equal((422, "amount_exceeds_balance"), (first.Status, At(first, "code")));
        Assert.Equal(201, another.Status);
        Assert.Equal("true", again.Headers[IdempotencyMiddleware.ReplayedHeader]);
        Assert.Equal(first.Body.ToArray(), again.Body.ToArray());
    }

    [Theory]
    [InlineData("authorization of an amount")]
    [InlineData("Commerce Hub credit")]
    public async Task A_failure_is_not_stored_and_the_processor_is_called_again_under_the_same_key(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        bench.Service.Processor.Script = _ => new ProcessorResponse.Unknown("timeout");
        await Assert.ThrowsAsync<ProcessorUnavailableException>(() => bench.PostAsync(Operation.Of(name), "key 1"));
        bench.Service.Processor.Script = _ => null;

        var again = await bench.PostAsync(Operation.Of(name), "key 1");

        Assert.Equal(201, again.Status);
        Assert.Single(bench.Service.Processor.Operations.TakeLast(2).Select(asked => asked.IdempotencyKey).Distinct());
    }

    [Fact]
    public async Task Another_organization_has_its_own_keys()
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("Commerce Hub credit");
        var first = await bench.PostAsync(operation, "key 1");

        var other = await bench.SendAsync(
            operation, bench.Request(operation, operation.Body(10), "key 1", caller: "other"));

        Assert.Equal((201, 201), (first.Status, other.Status));
        Assert.DoesNotContain(IdempotencyMiddleware.ReplayedHeader, other.Headers.Keys);
        Assert.NotEqual(first.Body.ToArray(), other.Body.ToArray());
    }

    [Fact]
    public async Task Unauthenticated_callers_get_no_stored_response()
    {
        using var bench = await RepeatBench.NewAsync();
        foreach (var operation in Operation.All.DistinctBy(operation => operation.Path))
        {
            var request = bench.Request(operation, operation.Body(10), operation.Path);
            await bench.SendAsync(operation, request);
            var calls = bench.Service.Answers.Calls;

            var stranger = await bench.SendAsync(
                operation, request with { Headers = request.Headers.SetItem("Authorization", "Bearer nobody's") });

            Assert.Equal(401, stranger.Status);
            Assert.Equal(calls, bench.Service.Answers.Calls);
        }
    }

    [Fact]
    public async Task Another_client_request_id_is_a_different_request_or_money_could_be_sent_twice()
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("Commerce Hub credit");
        await bench.DieAfterAsync(operation, "key 1");
        bench.Service.Time.Advance(AcceptanceLimits.MaxDuration);

        var other = await bench.SendAsync(
            operation, bench.Request(operation, operation.Body(10), "key 1", clientRequestId: "another"));

        Assert.Equal((400, "757"), (other.Status, At(other, "error.0.code")));
        Assert.Single(bench.Service.Processor.Operations.OfType<AuthorizeCredit>());
    }

    [Fact]
    public async Task A_response_too_long_to_store_is_made_again_and_nothing_is_created_twice()
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("OrderCloud transaction");
        var note = new string('x', 7_900);
        for (var number = 0; number < 8; number++)
        {
            var body = $$$"""{"Type":"Note","DateExecuted":"2026-03-14","xp":{"note":"{{{note}}}"}}""";
            await operation.Post(bench.Service, bench.Request(operation, body, null));
        }

        var first = await bench.PostAsync(operation, "key 1");
        var stored = await bench.Service.StoredAsync();
        var again = await bench.PostAsync(operation, "key 1");

        Assert.True(first.Body.Length > StoredResponse.MaxBodyBytes);
        Assert.Equal(201, again.Status);
        Assert.DoesNotContain(IdempotencyMiddleware.ReplayedHeader, again.Headers.Keys);
        Assert.Equal(first.Body.ToArray(), again.Body.ToArray());
        Assert.Equal(stored, await bench.Service.StoredAsync());
    }

    private static string? At(WireResponse answer, string path) => path.Split('.').Aggregate(
        JsonElement.Parse(Encoding.UTF8.GetString(answer.Body.Span)),
        (element, name) => int.TryParse(name, out var index) ? element[index] : element.GetProperty(name)).GetString();
}
