using System.Security.Cryptography;
using Payments.Dialects.OrderCloud.Tokens;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Tests.Repeats;

/// <summary>What a request is does not depend on how its sender proved itself; who may make it does.</summary>
public sealed class RepeatedByAnother
{
    private static readonly IdempotencyKeyName Name = new(ServiceUnderTest.Demo, Key.From("key 1"));

    public static TheoryData<string> Operations => [.. Operation.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task After_the_rotation_of_its_credential_a_repetition_gets_the_first_answer(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        var first = await bench.PostAsync(operation, "key 1");
        var stored = await bench.Service.StoredAsync();

        var again = await bench.SendAsync(
            operation, bench.Request(operation, operation.Body(10), "key 1", caller: "demo-2"));

        Assert.Equal((201, 201), (first.Status, again.Status));
        Assert.Equal("true", again.Headers[IdempotencyMiddleware.ReplayedHeader]);
        Assert.Equal(first.Body.ToArray(), again.Body.ToArray());
        Assert.Equal(stored, await bench.Service.StoredAsync());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task After_a_crash_and_the_rotation_of_its_credential_nothing_is_made_twice(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        await bench.DieAfterAsync(operation, "key 1");
        var stored = await bench.Service.StoredAsync();
        bench.Service.Time.Advance(AcceptanceLimits.MaxDuration);

        var again = await bench.SendAsync(
            operation, bench.Request(operation, operation.Body(10), "key 1", caller: "demo-2"));

        Assert.Equal(201, again.Status);
        Assert.Equal(stored, await bench.Service.StoredAsync());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Another_body_under_the_key_is_rejected_for_the_organizations_other_credential(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        await bench.PostAsync(operation, "key 1");
        var body = operation.Body(10) + " ";

        var other = await bench.SendAsync(operation, bench.Request(operation, body, "key 1", caller: "demo-2"));

        Assert.Contains(other.Status, (int[])[400, 422]);
        Assert.DoesNotContain(IdempotencyMiddleware.ReplayedHeader, other.Headers.Keys);
    }

    [Fact]
    public async Task Who_may_not_make_a_request_gets_no_stored_answer_to_it()
    {
        using var bench = await RepeatBench.NewAsync();
        var (payment, transaction) = (Operation.Of("OrderCloud payment"), Operation.Of("OrderCloud transaction"));
        Assert.Equal(201, (await bench.PostAsync(payment, "key 1")).Status);
        Assert.Equal(201, (await bench.PostAsync(transaction, "key 2")).Status);

        foreach (var (operation, key, caller) in (IEnumerable<(Operation, string, string)>)
            [(payment, "key 1", "demo-reader"), (transaction, "key 2", "demo-shopper")])
        {
            var rejected = await bench.SendAsync(
                operation, bench.Request(operation, operation.Body(10), key, caller));

            Assert.Equal(403, rejected.Status);
            Assert.DoesNotContain(IdempotencyMiddleware.ReplayedHeader, rejected.Headers.Keys);
        }
    }

    [Fact]
    public async Task A_403_does_not_use_up_the_key()
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("OrderCloud payment");
        var reader = bench.Request(operation, operation.Body(10), "key 1", caller: "demo-reader");
        Assert.Equal(403, (await bench.SendAsync(operation, reader)).Status);
        Assert.Equal(0, bench.Service.Answers.Calls);

        Assert.Equal(201, (await bench.PostAsync(operation, "key 1", amount: 20)).Status);
    }

    [Fact]
    public async Task The_roles_of_a_token_are_no_part_of_the_request()
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("OrderCloud payment");
        var first = await bench.SendAsync(
            operation, bench.Request(operation, operation.Body(10), "key 1", caller: "demo-shopper"));
        var stored = await bench.Service.StoredAsync();

        var again = await bench.PostAsync(operation, "key 1");

        Assert.Equal("true", again.Headers[IdempotencyMiddleware.ReplayedHeader]);
        Assert.Equal(first.Body.ToArray(), again.Body.ToArray());
        Assert.Equal(stored, await bench.Service.StoredAsync());
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    public async Task What_is_said_of_the_sender_is_not_kept(int status)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("credit payment");
        var rejected = await bench.SendAsync(
            operation,
            bench.Request(operation, operation.Body(10), "key 1"),
            _ => Task.FromResult(WireResponse.Empty(status)));

        Assert.Equal(status, rejected.Status);
        Assert.Equal(201, (await bench.PostAsync(operation, "key 1")).Status);
    }

    [Fact]
    public async Task A_stored_rejection_is_replayed_for_a_day_and_then_decided_anew()
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("credit payment");
        await bench.PostAsync(operation, key: null, amount: 40);
        Assert.Equal(422, (await bench.PostAsync(operation, "key 1", amount: 80)).Status);
        await bench.RegisterAsync("i-3", 200);

        bench.Service.Time.Advance(IdempotencyMiddleware.RejectionLifetime - TimeSpan.FromSeconds(1));
        var kept = await bench.PostAsync(operation, "key 1", amount: 80);
        bench.Service.Time.Advance(TimeSpan.FromSeconds(1));
        var other = await bench.PostAsync(operation, "key 1", amount: 79);
        var again = await bench.PostAsync(operation, "key 1", amount: 80);
        var last = await bench.PostAsync(operation, "key 1", amount: 80);

        Assert.Equal((422, "true"), (kept.Status, kept.Headers[IdempotencyMiddleware.ReplayedHeader]));
        Assert.Equal(422, other.Status);
        Assert.Equal(201, again.Status);
        Assert.Equal((201, "true"), (last.Status, last.Headers[IdempotencyMiddleware.ReplayedHeader]));
    }

    [Fact]
    public async Task Of_two_concurrent_repetitions_of_an_expired_rejection_one_is_executed()
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("credit payment");
        await bench.PostAsync(operation, "key 1", amount: 101);
        bench.Service.Time.Advance(IdempotencyMiddleware.RejectionLifetime);
        var waiting = new TaskCompletionSource();
        var request = bench.Request(operation, operation.Body(101), "key 1");
        var slow = bench.SendAsync(
            operation,
            request,
            async post =>
            {
                await waiting.Task;
                return await post();
            });

        var second = await bench.SendAsync(operation, request);
        waiting.SetResult();

        Assert.Equal(409, second.Status);
        Assert.Equal(422, (await slow).Status);
        Assert.DoesNotContain(IdempotencyMiddleware.ReplayedHeader, (await slow).Headers.Keys);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_request_stored_by_an_earlier_version_is_neither_executed_nor_rejected_as_another(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        await bench.PostAsync(operation, "key 1");
        var found = (await bench.FindAsync(Name, default))!;
        var former = found with { Fingerprint = new string('a', 64) };
        Assert.NotNull(await bench.TryReplaceAsync(Name, former, default));
        var stored = await bench.Service.StoredAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.PostAsync(operation, "key 1"));

        Assert.Equal(stored, await bench.Service.StoredAsync());
    }

    [Fact]
    public async Task After_the_rotation_of_the_signing_key_a_repetition_gets_the_first_answer()
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("OrderCloud transaction");
        var first = await bench.PostAsync(operation, "key 1");
        using var rsa = RSA.Create(TokenKey.MinKeyBits);
        bench.Service.Credentials.With(new SigningKey(rsa.ExportPkcs8PrivateKey(), bench.Service.Time.GetUtcNow()));

        var again = await bench.PostAsync(operation, "key 1");

        Assert.Equal("true", again.Headers[IdempotencyMiddleware.ReplayedHeader]);
        Assert.Equal(first.Body.ToArray(), again.Body.ToArray());
    }
}
