use super::{call::Call, literal, names::TOKEN};

pub(super) fn write(call: &Call<'_>, comments: &str) -> String {
    let (method, url) = (call.method, call.url());
    let body = call.body.as_ref().map_or_else(String::new, |body| {
        let indent = "            ";
        format!(
            r#"        [request setValue:@"application/json" forHTTPHeaderField:@"content-type"];
        NSString *body =
            {};
        request.HTTPBody = [body dataUsingEncoding:NSUTF8StringEncoding];
"#,
            literal::objective_c(body, indent)
        )
    });
    format!(
        r#"#import <Foundation/Foundation.h>

{comments}int main(void) {{
    __block BOOL succeeded = NO;
    @autoreleasepool {{
        NSURL *url = [NSURL URLWithString:@"{url}"];
        NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
        request.HTTPMethod = @"{method}";
        [request setValue:@"Bearer {TOKEN}" forHTTPHeaderField:@"authorization"];
{body}
        dispatch_semaphore_t done = dispatch_semaphore_create(0);
        NSURLSessionDataTask *task = [[NSURLSession sharedSession]
            dataTaskWithRequest:request
              completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {{
                  NSInteger status = ((NSHTTPURLResponse *)response).statusCode;
                  succeeded = error == nil && status < 400;
                  NSString *answer = [[NSString alloc] initWithData:data encoding:NSUTF8StringEncoding];
                  NSLog(@"%ld %@", (long)status, error ?: answer);
                  dispatch_semaphore_signal(done);
              }}];
        [task resume];
        dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    }}
    return succeeded ? 0 : 1;
}}
"#
    )
}
